# Two commands: `make demo` and `make test`; `make help` lists the others. All need a Swift 6.3 toolchain and install the
# Debian packages below where they are missing.

PACKAGES = liblua5.4-dev libdeflate-dev libzstd-dev zlib1g-dev pkg-config
PROGRAM = .build/release/liq
# The processor that `make release` builds for: any of its family unless named. CPU=native builds for this one, whose
# wider instructions make the ledger faster; sums stay as they are written, so that no result changes.
CPU =
TARGET_CPU = $(if $(CPU),-Xcc -march=$(CPU) -Xcc -ffp-contract=off)
# Checks in the C code, addresses that are read-only once the program has started, and no search for libraries beside the
# program. Here and not in Package.swift: a package with flags of its own cannot be depended on.
HARDENED = -Xcc -fstack-protector-strong -Xcc -D_FORTIFY_SOURCE=2 \
	-Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now --disable-local-rpath
# For builds that are tested: a module at a time and no notes for a debugger, which halves their time. Other flags than
# these, and so a plain `swift build`, build everything again.
BY_MODULE = -Xswiftc -whole-module-optimization -Xswiftc -Onone -Xswiftc -num-threads -Xswiftc 2
TESTED = $(BY_MODULE) -debug-info-format none
C_WARNINGS = -Wall -Wextra -Wconversion -Werror

# Where `make install` puts what `make dist` has built, below DESTDIR.
PREFIX = /usr/local
DESTDIR =
BUILT = .build/dist
GENERATOR = .build/release/generate-manual
BIN = $(DESTDIR)$(PREFIX)/bin
SHARE = $(DESTDIR)$(PREFIX)/share
# Models of several plugins, a folder each.
PACKS = $(patsubst %/pack.lua,%,$(wildcard plugins/*/pack.lua))
# Completions by shell: where each looks for them.
BASH_COMPLETION = $(SHARE)/bash-completion/completions/liq
ZSH_COMPLETION = $(SHARE)/zsh/site-functions/_liq
FISH_COMPLETION = $(SHARE)/fish/vendor_completions.d/liq.fish

.PHONY: help demo test check-long build release check-program example-data lint lint-c fuzz sanitize
.PHONY: install-packages clean
.PHONY: dist completions check-dist install install-files uninstall

demo: release
	@echo
	@echo '$$ liq map examples/data/BTCUSDT'
	@$(PROGRAM) map examples/data/BTCUSDT
	@echo
	@echo 'The mix of leverage is a Lua plugin that you can edit: plugins/pareto.lua.'
	@echo 'Next: $(PROGRAM) heatmap examples/data/BTCUSDT, or $(PROGRAM) alone for the console.'

help:
	@echo 'make demo        builds the program and draws a map'
	@echo 'make test        format, build, tests; what every change has to pass'
	@echo 'make check-long  the same with the tests that take long, then fuzzing; before a larger change is called done'
	@echo 'make fuzz        fuzzing of the host of plugins and of all readers, FUZZ_SECONDS (600) each'
	@echo 'make sanitize    the tests under the address and thread sanitizers'
	@echo 'make release     the program, .build/release/liq'
	@echo 'make dist        the program, man pages, completions; then: sudo make install, sudo make uninstall'

test: install-packages lint
	swift build --build-tests $(TESTED)
	@Tests/run

# What is too slow between two edits: LongTests in Tests/TestSupport says which tests and how much more they go through.
check-long: install-packages lint
	swift build --build-tests $(TESTED)
	@LIQ_LONG_TESTS=1 Tests/run
	Tests/Fuzz/run 60

lint: lint-c
	swift format lint --strict --recursive Sources Tests Benchmarks Package.swift

lint-c: install-packages
	@for file in Sources/CLuaShim/*.c; do \
		$$(command -v clang || command -v cc) $(C_WARNINGS) -std=gnu17 -fsyntax-only -ISources/CLuaShim/include \
			$$(pkg-config --cflags lua5.4) $$file || exit 1; done

build: install-packages
	swift build

release: install-packages
	swift build -c release --product liq --static-swift-stdlib -Xlinker -s $(HARDENED) $(TARGET_CPU)
	@$(MAKE) --no-print-directory check-program

# Whether the program came out hardened. Without readelf this is not known and not held against it.
check-program:
	@[ -z "$$(command -v readelf)" ] || { \
		dynamic=$$(readelf -dW $(PROGRAM)); \
		case "$$dynamic" in *RPATH*|*RUNPATH*) echo "$(PROGRAM) looks for libraries beside itself"; exit 1;; esac; \
		case "$$dynamic" in *BIND_NOW*) ;; *) echo "$(PROGRAM) is not bound when it starts"; exit 1;; esac; \
		readelf -lW $(PROGRAM) | grep -q GNU_RELRO || { echo "$(PROGRAM) has no read-only part"; exit 1; }; \
		! readelf -lW $(PROGRAM) | grep -q 'GNU_STACK.*RWE' || { echo "$(PROGRAM) runs its stack"; exit 1; }; \
		readelf -sW --dyn-syms $(PROGRAM) | grep -q __stack_chk_fail || { echo "$(PROGRAM) checks no stack"; exit 1; }; }

# The program, its man pages and completions.
dist: release
	swift build -c release --product generate-manual $(HARDENED) $(TARGET_CPU)
	Packaging/manual $(PROGRAM) $(GENERATOR) $(BUILT)
	@$(MAKE) --no-print-directory completions check-dist

completions:
	@mkdir -p $(BUILT)
	for shell in bash zsh fish; do \
		$(PROGRAM) --generate-completion-script $$shell > $(BUILT)/liq.$$shell || exit 1; done

# Whether man and the shells that are here accept them.
check-dist:
	@for page in $(BUILT)/*.1; do \
		[ -z "$$(command -v man)" ] || [ -z "$$(MANWIDTH=80 man --warnings=all -l $$page 2>&1 > /dev/null)" ] \
			|| { MANWIDTH=80 man --warnings=all -l $$page > /dev/null; echo "$$page does not render"; exit 1; }; \
	done
	@for shell in bash zsh fish; do \
		[ -z "$$(command -v $$shell)" ] || $$shell -n $(BUILT)/liq.$$shell || exit 1; done

# Run by sudo it takes what `make dist` has built, so that nothing is built as root.
install:
	@[ -n "$$SUDO_USER" ] && [ -x $(PROGRAM) ] && [ -f $(BUILT)/liq.1 ] || $(MAKE) dist
	@$(MAKE) --no-print-directory install-files

install-files:
	install -d $(BIN) $(SHARE)/liq/plugins/meta $(SHARE)/man/man1
	install -m 755 $(PROGRAM) $(BIN)/liq
	install -m 644 plugins/*.lua $(SHARE)/liq/plugins
	install -m 644 plugins/meta/liq.lua $(SHARE)/liq/plugins/meta
	for pack in $(PACKS); do install -d $(SHARE)/liq/$$pack && install -m 644 $$pack/*.lua $(SHARE)/liq/$$pack || exit 1; done
	install -m 644 $(BUILT)/liq*.1 $(SHARE)/man/man1
	install -D -m 644 $(BUILT)/liq.bash $(BASH_COMPLETION)
	install -D -m 644 $(BUILT)/liq.zsh $(ZSH_COMPLETION)
	install -D -m 644 $(BUILT)/liq.fish $(FISH_COMPLETION)

uninstall:
	rm -f $(BIN)/liq $(SHARE)/man/man1/liq.1 $(SHARE)/man/man1/liq-*.1
	rm -f $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION)
	rm -f $(addprefix $(SHARE)/liq/,$(wildcard plugins/*.lua plugins/*/*.lua))
	-rmdir $(addprefix $(SHARE)/liq/,$(PACKS)) $(SHARE)/liq/plugins/meta $(SHARE)/liq/plugins $(SHARE)/liq

# The bundled market, byte for byte.
example-data: release
	$(PROGRAM) synth --out examples/data/BTCUSDT

FUZZ_SECONDS = 600
fuzz: install-packages
	Tests/Fuzz/run $(FUZZ_SECONDS)

sanitize: install-packages
	ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=16 SWIFT_BACKTRACE=enable=no \
		swift test --sanitize=address --scratch-path .build-address $(BY_MODULE)
# Not the tests that start liq as a program: under the thread sanitizer they take too long.
	SWIFT_BACKTRACE=enable=no \
		swift test --sanitize=thread --scratch-path .build-thread $(BY_MODULE) --skip EndToEndTests

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
