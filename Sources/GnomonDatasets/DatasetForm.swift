/// How a published data set is written down: one file, what its columns are, and what is known of it.
public struct DatasetForm: Hashable, Sendable {
    /// Where the data come from.
    public struct Origin: Hashable, Sendable {
        /// The repository on GitHub.
        public var repository: String
        /// The commit.
        public var commit: String
        /// The files.
        public var paths: [String]

        /// An origin.
        public init(_ repository: String, _ commit: String, _ paths: [String]) {
            self.repository = repository
            self.commit = commit
            self.paths = paths
        }
    }

    /// The name users type, such as `latbench`.
    public var name: String
    /// The name of the file without `.csv` or `.csv.gz`.
    public var file: String
    /// What it is, in a line.
    public var summary: String
    /// The name of the search space in the catalogue of spaces.
    public var space: String
    /// The columns that spell out an architecture, in order.
    public var keys: [String]
    /// Columns that are neither key nor device.
    public var others: [String] = []
    /// The name of the file with zero-cost proxies that were published for all its architectures; nil where there is
    /// none.
    public var proxies: String?
    /// The rows of the published file; a table with as many is checked.
    public var rows: Int
    /// Known medians in milliseconds by device, to three digits.
    public var medians: [String: Double] = [:]
    /// Devices that are not counted as devices of their own, with the reason.
    public var uncounted: [String: String] = [:]
    /// Whether parts that cannot reach the output were executed, and cost time.
    public var executesDeadParts = false
    /// The publication, as DOI or arXiv number.
    public var paper: String
    /// The licence as far as one is stated.
    public var licence: String
    /// Where the data come from.
    public var origins: [Origin]
}
