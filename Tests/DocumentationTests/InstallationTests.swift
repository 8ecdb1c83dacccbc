import Foundation
import TestSupport
import Testing

/// What `make install` puts where, with the program that is tested.
@Suite("Installation") struct InstallationTests {
    private func make(_ target: String, _ variables: [String]) throws -> Shell {
        try Shell(["make", "--no-print-directory", target, "PROGRAM=\(Program.path)"] + variables)
    }

    private func files(below folder: TemporaryFolder) throws -> Set<String> {
        let all = FileManager.default.enumerator(at: folder.url, includingPropertiesForKeys: nil)
        let paths = (all?.compactMap { $0 as? URL } ?? []).filter { !$0.hasDirectoryPath }
        return Set(paths.compactMap { $0.path.components(separatedBy: "/usr/").last })
    }

    @Test func `an installed program finds its plugins, and nothing is left after it`() throws {
        let (built, root) = (try TemporaryFolder(), try TemporaryFolder())
        let variables = ["BUILT=\(built.path)", "DESTDIR=\(root.path)", "PREFIX=/usr"]
        #expect(try make("completions", variables).status == 0)
        try built.write("liq.1", ".Dd x\n.Dt LIQ 1\n.Os\n.Sh NAME\n.Nm liq\n.Nd maps\n")
        try built.write("liq-run.1", ".Dd x\n.Dt LIQ-RUN 1\n.Os\n.Sh NAME\n.Nm liq run\n.Nd scripts\n")
        let check = try make("check-dist", variables)
        #expect(check.status == 0, "\(check.errors) \(check.text)")
        let install = try make("install-files", variables)
        #expect(install.status == 0, "\(install.errors)")
        let there = try files(below: root)
        for name in [
            "bin/liq", "share/man/man1/liq.1", "share/man/man1/liq-run.1", "share/liq/plugins/measured.lua",
            "share/liq/plugins/meta/liq.lua", "share/liq/plugins/lm-scalp/pack.lua",
            "share/bash-completion/completions/liq",
            "share/zsh/site-functions/_liq", "share/fish/vendor_completions.d/liq.fish",
        ] { #expect(there.contains(name), "\(name) of \(there)") }
        let doctor = try Shell(
            ["\(root.path)/usr/bin/liq", "doctor"], folder: root.url, environment: Program.environment)
        #expect(doctor.status == 0, "\(doctor.text)")
        #expect(doctor.text.contains("\(root.path)/usr/share/liq/plugins: 22"), "\(doctor.text)")
        #expect(try make("uninstall", variables).status == 0)
        #expect(try files(below: root).isEmpty)
    }

    @Test func `man pages of the generator are mended`() throws {
        let folder = try TemporaryFolder()
        // Pages as the generator writes them.
        let generator = try folder.write(
            "generator",
            """
            #!/bin/sh
            cd "$6"
            printf ".Dd May 1, 2026\\n.Dt LIQ 1\\n.Os\\n.Sh NAME\\n.Nm liq\\n.Nd maps\\n.Sh DESCRIPTION\\nTo begin:\\n'liq help' has it.\\n\\n.liqrc.lua is a file.\\n.Sh \\"SEE ALSO\\"\\n.Xr liq.plugin 1 ,\\n.Xr liq.plugin-host 1 ,\\n.Xr liq.plugins.trust 1 ,\\n.Xr liq.help 1" > liq.1
            for name in run help plugin-host plugin.other; do cp liq.1 liq.$name.1; done
            """)
        _ = try Shell(["chmod", "+x", generator])
        let pages = folder.path + "/pages"
        let run = try Shell(["Packaging/manual", Program.path, generator, pages])
        #expect(run.status == 0, "\(run.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: pages).sorted()
        #expect(names == ["liq-run.1", "liq.1"])
        let text = try String(contentsOfFile: pages + "/liq.1", encoding: .utf8)
        #expect(
            text.trimmingCharacters(in: .newlines).hasSuffix(
                "To begin:\n\\&'liq help' has it.\n.Pp\n\\&.liqrc.lua is a file.\n.Sh \"SEE ALSO\"\n"
                    + ".Xr liq-plugin 1 ,\n.Xr liq-plugins-trust 1"), "\(text)")
    }
}
