/// A step of installing a library, for whoever wants to show it.
public enum SetupProgress: Hashable, Sendable {
    /// The library is already there.
    case present(path: String)
    /// The wheel is looked for or fetched from a place.
    case fetching(wheel: String, source: String)
    /// A place did not have the wheel; the next one is asked.
    case notThere(source: String, reason: String)
    /// The hash of the wheel is compared.
    case verifying(wheel: String)
    /// Members are unpacked.
    case unpacking(members: [String])
    /// The code between the library and Swift is compiled.
    case compiling(compiler: String)
    /// The library is in its folder.
    case installed(path: String)
}
