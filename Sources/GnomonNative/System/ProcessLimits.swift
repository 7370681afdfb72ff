import CGnomonSystem

#if canImport(Glibc)
    import Glibc
#endif

/// The fence around a process that opens foreign models.
public struct ProcessLimits: Hashable, Sendable, Codable {
    /// Largest address space in bytes.
    public var addressBytes: Int64
    /// Most processor seconds of all threads together.
    public var cpuSeconds: Int64
    /// Largest file it may write, in bytes.
    public var fileBytes: Int64
    /// Most open descriptors.
    public var openFiles: Int64
    /// Whether freed memory stays with the process, so that no run waits for pages that the one before gave back.
    public var keepsFreedMemory = false

    /// Limits; a value of 0 or less leaves one alone.
    public init(
        addressBytes: Int64 = 16 << 30, cpuSeconds: Int64 = 600, fileBytes: Int64 = 4 << 30,
        openFiles: Int64 = 256
    ) {
        self.addressBytes = addressBytes
        self.cpuSeconds = cpuSeconds
        self.fileBytes = fileBytes
        self.openFiles = openFiles
    }

    /// Applies the limits to this process, leaves its parent's process group, forbids core files and new
    /// privileges and has the kernel end it together with its parent.
    ///
    /// It cannot be undone.
    ///
    /// - Throws: `NativeError` (failed) with the reason the kernel gave.
    public func harden() throws(NativeError) {
        let parent = getppid()
        setpgid(0, 0)
        var status = gnomon_harden_child()
        if status == 0 { status = gnomon_limit_process(addressBytes, cpuSeconds, fileBytes, openFiles) }
        guard status == 0 else {
            throw NativeError(
                .failed, "the process could not be fenced in: \(String(cString: strerror(status)))")
        }
        // A parent that ended before the kernel was told to watch it would leave us alone for ever.
        if getppid() != parent { _exit(0) }
    }
}
