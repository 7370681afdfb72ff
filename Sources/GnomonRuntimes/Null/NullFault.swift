import Foundation

/// The ways in which the null runtime can be told to misbehave.
enum NullFault: String {
    case segv
    case abort
    case hang
    case allocate
    case flood
    case exit
    case refuse
    /// Only changes the outputs.
    case unstable

    /// Misbehaves.
    ///
    /// Most cases do not return.
    func happen() throws(RuntimeError) {
        switch self {
        case .segv:
            signal(SIGSEGV, SIG_DFL)
            raise(SIGSEGV)
        case .abort: Foundation.abort()
        case .hang:
            signal(SIGTERM, SIG_IGN)
            while true { sleep(1) }
        case .allocate:
            var blocks: [UnsafeMutableRawPointer] = []
            // Untouched pages cost address space only, which is what the limit is on.
            while let block = malloc(256 << 20) { blocks.append(block) }
            for block in blocks { free(block) }
            throw RuntimeError(.failed, "std::bad_alloc: out of memory")
        case .flood:
            // A chatty library must not reach the protocol's stream, nor fill the parent's memory.
            let line = Array((String(repeating: "x", count: 1000) + "\n").utf8)
            for _ in 0..<20_000 where write(1, line, line.count) < 0 { break }
        case .exit: Foundation.exit(3)
        case .refuse: throw RuntimeError(.refused, "the null runtime was told to refuse")
        case .unstable: break
        }
    }
}
