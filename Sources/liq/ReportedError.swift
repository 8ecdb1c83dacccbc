import Console

/// An error of a script, with what its session knows about it.
struct ReportedError: Error {
    let error: any Error
    let report: ErrorReport
}
