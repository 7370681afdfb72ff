import GnomonNative

/// From the rows of a profile to events of kernels.
enum OpenVINOProfile {
    /// The executed rows of one inference.
    ///
    /// A row whose execution is `undef` is done by another kernel, one that is `unknown_…` by nobody. A layout
    /// change is called `<from>_<layout>_<layout>_<to>`: it moves what `<from>` wrote and executes no node.
    ///
    /// - Complexity: O(rows).
    static func events(_ entries: [OpenVINOProfileEntry], run: Int) -> [ProfileEvent] {
        var events: [ProfileEvent] = []
        for (position, entry) in entries.enumerated() where isExecuted(entry) {
            var event = ProfileEvent(
                name: entry.name, type: entry.type, run: run, position: position,
                nanoseconds: Double(entry.microseconds) * 1000)
            if entry.type == "Reorder" {
                // Its time is part of whatever reads the moved value.
                let anchors = NameAnchors(in: entry.name)
                if let reader = anchors.nodes.last {
                    event.name = "n\(reader)/reorder"
                } else if let tensor = anchors.tensors.last {
                    event.name = "t\(tensor)/reorder"
                }
            }
            events.append(event)
        }
        return events
    }

    static func isExecuted(_ entry: OpenVINOProfileEntry) -> Bool {
        entry.execution != "undef" && !entry.execution.hasPrefix("unknown") && !entry.execution.isEmpty
    }
}
