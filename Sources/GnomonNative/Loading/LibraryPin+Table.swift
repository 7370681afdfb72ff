extension LibraryPin {
    // The only place in the project with version numbers of native libraries. A row is added after its recipe
    // ran on that system and processor, never before.

    /// ONNX Runtime, the first runtime.
    public static let onnxRuntime = LibraryPin(
        id: "onnxruntime",
        displayName: "ONNX Runtime",
        version: "1.31.1",
        project: "onnxruntime",
        wheel: "onnxruntime-1.31.1-cp311-cp311-manylinux_2_28_x86_64.whl",
        sha256: "5752bd508126ae7c49894d3b9d2e83f0c3d487319246d04c444b393308d7ad7f",
        members: ["onnxruntime/capi/libonnxruntime.so.1.31.1"])

    /// LightGBM, which grows trees.
    public static let lightGBM = LibraryPin(
        id: "lightgbm",
        displayName: "LightGBM",
        version: "4.7.0",
        project: "lightgbm",
        wheel: "lightgbm-4.7.0-py3-none-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
        sha256: "d23e922acd891e77212e4d0fbcee9ba973c96dee479491341d05ba595357ebb7",
        members: ["lightgbm/lib/lib_lightgbm.so"],
        // Its build has no run path, so the loader would not look beside it.
        preloads: [Preload(soname: "libgomp.so.1", package: "libgomp1")])

    /// LibTorch, the library under PyTorch, in its build for processors alone.
    ///
    /// 500 MB when unpacked.
    public static let torch = LibraryPin(
        id: "torch",
        displayName: "LibTorch",
        version: "2.13.0+cpu",
        project: "torch",
        wheel: "torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl",
        sha256: "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",
        members: [
            "torch/lib/libtorch_cpu.so", "torch/lib/libc10.so", "torch/lib/libgomp.so.1", "torch/include/",
        ],
        isOptional: true,
        // PyPI has only the build for graphics processors.
        extraIndex: "https://download.pytorch.org/whl/cpu")

    /// OpenVINO, a second runtime that measuring can do without.
    public static let openVINO = LibraryPin(
        id: "openvino",
        displayName: "OpenVINO",
        version: "2026.4.1",
        project: "openvino",
        wheel: "openvino-2026.4.1-22982-cp311-cp311-manylinux_2_28_x86_64.whl",
        sha256: "2d22b1da03f7caf74df30e9f6417d0ab2f637e4a38e08e1dcd294d2c37407aaf",
        // The first is opened; it finds the others beside it.
        members: [
            "openvino/libs/libopenvino_c.so.2641", "openvino/libs/libopenvino.so.2641",
            "openvino/libs/libopenvino_intel_cpu_plugin.so",
            "openvino/libs/libopenvino_onnx_frontend.so.2641",
            "openvino/libs/libtbb.so.12",
        ],
        isOptional: true)

    /// Every pinned library, in the order commands list them.
    public static let all: [LibraryPin] = [onnxRuntime, lightGBM, openVINO, torch]

    /// Whether the pins fit the system and processor this was compiled for.
    public static var fitsThisMachine: Bool {
        #if os(Linux) && arch(x86_64)
            true
        #else
            false
        #endif
    }

    /// The pin with a short name.
    ///
    /// - Throws: `NativeError` (unsupported) that lists the known names.
    public static func named(_ id: String) throws(NativeError) -> LibraryPin {
        guard let pin = all.first(where: { $0.id == id }) else {
            let known = all.map(\.id).joined(separator: ", ")
            throw NativeError(.unsupported, "no library '\(id)'", hint: "known: \(known)")
        }
        return pin
    }
}
