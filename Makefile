# Two commands: `make demo` and `make test`. Both need a Swift 6.3 toolchain and install the Debian packages below
# where they are missing.

PACKAGES = liblua5.4-dev libdeflate-dev libzstd-dev zlib1g-dev pkg-config
PROGRAM = .build/release/liq
# The processor that `make release` builds for: any of its family unless named. CPU=native builds for this one, whose
# wider instructions make the ledger faster; sums stay as they are written, so that no result changes.
CPU =
TARGET_CPU = $(if $(CPU),-Xcc -march=$(CPU) -Xcc -ffp-contract=off)

.PHONY: demo test build release example-data lint sanitize install-packages clean

demo: release
	@echo
	@echo '$$ liq map examples/data/BTCUSDT'
	@$(PROGRAM) map examples/data/BTCUSDT
	@echo
	@echo 'The mix of leverage is a Lua plugin that you can edit: plugins/measured.lua.'
	@echo 'Next: $(PROGRAM) heatmap examples/data/BTCUSDT, or $(PROGRAM) alone for the console.'

test: install-packages lint
	swift build --build-tests
	swift test --skip-build

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

build: install-packages
	swift build

release: install-packages
	swift build -c release --product liq --static-swift-stdlib -Xlinker -s $(TARGET_CPU)

# The bundled market, byte for byte.
example-data: release
	$(PROGRAM) synth --out examples/data/BTCUSDT

sanitize: install-packages
	ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=16 SWIFT_BACKTRACE=enable=no \
		swift test --sanitize=address --scratch-path .build-address
# Not the tests that start liq as a program: under the thread sanitizer they take too long.
	SWIFT_BACKTRACE=enable=no \
		swift test --sanitize=thread --scratch-path .build-thread --skip EndToEndTests

install-packages:
	@missing=; \
	for package in $(PACKAGES); do \
		dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' \
			|| missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as=sudo; else \
		echo "Needed and not installed:$$missing. Please run:"; \
		echo "  sudo apt-get install -y$$missing"; exit 1; fi; \
	echo "Installing$$missing"; \
	$$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing

clean:
	rm -rf .build .build-*
