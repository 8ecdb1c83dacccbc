/// Collects what is wrong with the rows of one file: the first few in full, the others counted.
struct BadRows {
    /// How many problems after the first are written out.
    static let detailed = 3

    private var first: (place: Int, problem: String)?
    private var others: [String] = []
    private(set) var count = 0
    private let word: String

    /// - Parameter word: what a place is called, "line" or "row".
    init(word: String) { self.word = word }

    /// Takes the problem of one row; the text is only made when it will be shown.
    mutating func add(_ place: Int, _ problem: @autoclosure () -> String) {
        count += 1
        if first == nil {
            first = (place, problem())
        } else if others.count < BadRows.detailed {
            others.append("\(word) \(place), \(problem())")
        }
    }

    /// One error for all of them; `nil` when no row was bad.
    func error(file: String) -> DataError? {
        guard let first else { return nil }
        let isLine = word == "line"
        var message = isLine ? first.problem : "\(word) \(first.place), \(first.problem)"
        if count > 1 {
            message += "; and \(count - 1) more bad row\(count == 2 ? "" : "s"): "
            message += others.joined(separator: "; ") + (count - 1 > others.count ? "; …" : "")
        }
        return DataError(.badInput, file: file, line: isLine ? first.place : nil, message)
    }
}
