// zstd, for csv.zst: unpacked as it is read, in memory that does not depend on the file's size.
#include <zstd.h>
