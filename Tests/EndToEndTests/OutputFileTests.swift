import Foundation
import Glibc
import TestSupport
import Testing

@Suite("--out") struct OutputFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private let map = ["map", Program.days, "--lookback", "1d", "--quiet"]

    @Test func `a minus is standard output, as text unless a format is named`() throws {
        for form in [[], ["--format", "json"], ["--format", "csv"]] {
            let named = try Program.run(map + form + ["--out", "-"])
            #expect(named.status == 0, "\(named.errors)")
            #expect(try named.output == Program.output(map + form))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `/dev/stdout is written, in a pipe as in a file`() throws {
        let link = folder.path + "/out.json"
        symlink("/dev/stdout", link)
        let shell = try Program.run(map + ["--out", link])
        #expect(shell.status == 0, "\(shell.errors)")
        #expect(try shell.output == Program.output(map + ["--format", "json"]))
        var status = stat()
        #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func `the data of a map are not written over`() throws {
        let text = MadeUpMarket.bars(50, funding: "0.0001")
        let data = try folder.write("data.csv", text)
        symlink(data, folder.path + "/link.csv")
        for out in [
            data, folder.path + "/link.csv",
            folder.path + "/../" + folder.url.lastPathComponent + "/data.csv",
        ] {
            for command in [["map"], ["heatmap"], ["explain", "--at", "1..1000000"]] {
                let shell = try Program.run(command + [data, "--out", out])
                #expect(shell.status == 77)
                #expect(shell.errors.contains("would replace its own input"), "\(shell.errors)")
            }
            let venue = try Program.run(["map", "binance=" + data, "--out", out])
            #expect(venue.status == 77)
        }
        #expect(try String(contentsOfFile: data, encoding: .utf8) == text)
    }

    @Test func `a file in a folder of data is not written over`() throws {
        let text = MadeUpMarket.bars(50, funding: "0.0001")
        let data = try folder.write("market/bars.csv", text)
        let shell = try Program.run(["map", folder.path + "/market", "--out", data])
        #expect(shell.status == 77)
        #expect(shell.errors.contains("would replace its own input"), "\(shell.errors)")
        #expect(try String(contentsOfFile: data, encoding: .utf8) == text)
    }

    @Test func `parts and tables of positions are not written over`() throws {
        let part = folder.path + "/a.liqpart"
        _ = try Program.output(map + ["--range", "50000..200000", "--out", part])
        #expect(try Program.run(["merge", part, "--out", part]).status == 77)
        #expect(try Program.run(map + ["--grid-of", part, "--out", part]).status == 77)
        let table = try folder.write("p.csv", "venue,symbol,side,entry,leverage,quantity\n")
        #expect(try Program.run(["price", "--csv", table, "--out", table]).status == 77)
    }

    /// The table is read from a pipe that nobody writes to: the draft is there for as long as the program is.
    @Test(arguments: [SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ])
    func `a signal leaves no draft behind`(signal: Int32) throws {
        let (pipe, out) = (folder.path + "/pipe", folder.path + "/out.csv")
        mkfifo(pipe, 0o600)
        let writer = open(pipe, O_RDWR)
        defer { close(writer) }
        let program = try RunningProgram(["price", "--csv", pipe, "--out", out])
        let names = { (try? FileManager.default.contentsOfDirectory(atPath: self.folder.path)) ?? [] }
        _ = try program.ended(by: signal) { names().contains { $0.hasSuffix(".part") } }
        #expect(names() == ["pipe"])
    }

    @Test(arguments: [true, false])
    func `Ctrl-C ends a table that is read from a quiet pipe`(hasWriter: Bool) throws {
        let (pipe, out) = (folder.path + "/pipe", folder.path + "/out.csv")
        mkfifo(pipe, 0o600)
        // Without a writer even opening the pipe waits.
        let writer = hasWriter ? open(pipe, O_RDWR) : -1
        defer { if hasWriter { close(writer) } }
        let rows = Array("venue,symbol,side,entry,leverage,quantity\nbinance,BTCUSDT,long,100000,10,1\n".utf8)
        if hasWriter { _ = rows.withUnsafeBytes { write(writer, $0.baseAddress, $0.count) } }
        let program = try RunningProgram(["price", "--csv", pipe, "--out", out])
        let names = { (try? FileManager.default.contentsOfDirectory(atPath: self.folder.path)) ?? [] }
        let status = try program.ended(by: SIGINT) { names().contains { $0.hasSuffix(".part") } }
        #expect(status == 130)
        #expect(names() == ["pipe"])
    }
}
