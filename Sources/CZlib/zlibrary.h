// zlib, for archive members too large to be unpacked in one go, which is all that libdeflate does.
#include <zlib.h>
