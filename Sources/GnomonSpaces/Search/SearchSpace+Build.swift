import GnomonGraph

extension SearchSpace {
    /// Checks what is asked for, and builds the network of one image input and the scores `body` returns.
    ///
    /// `side` is the size of the image without options; `body` is told whether normalisations are folded.
    func build(
        _ architecture: Architecture, _ options: SpaceOptions, side: @autoclosure () -> Int,
        named name: @autoclosure () -> String,
        _ body: (inout NetworkBuilder, TensorID, Bool) -> TensorID
    ) throws(SpaceError) -> Network {
        try check(architecture)
        try options.check(self)
        var net = NetworkBuilder()
        let side = options.size ?? side()
        let image = net.input([options.batch, 3, side, side])
        let scores = body(&net, image, options.form == .folded)
        do { return try net.finish([scores], name: name()) } catch { throw SpaceError(error) }
    }
}
