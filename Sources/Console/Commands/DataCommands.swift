import Charts
import PlainText
import PluginHost

extension ConsoleCommand {
    static let dataCommands: [ConsoleCommand] = [
        .doing(
            "load", "PATH [NAME]", .file, "loads market data under a name; by itself that of the symbol",
            examples: [":load examples/data/BTCUSDT btc"]
        ) { console, text in
            var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard !words.isEmpty else {
                throw HostError(.usage, "load what?", hint: "such as :load examples/data/BTCUSDT")
            }
            // A path may have blanks in it: only what is a name behind it is one.
            let name = words.count > 1 && LuaName.isName(words[words.count - 1]) ? words.removeLast() : nil
            let path = words.joined(separator: " ")
            try console.enter(
                "\(name ?? LuaName.of(path)) = liq.load \(QuotedText.quoted(path))", isEchoed: true)
        },
        .doing("data", "", .none, "the market data at hand", examples: [":data"]) { console, _ in
            console.page(try DatasetList(console.session).text(console.session.style))
        },
    ]
}
