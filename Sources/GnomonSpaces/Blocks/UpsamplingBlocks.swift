import GnomonGraph

extension NetworkBuilder {
    /// Parallel dilated convolutions and image pooling (Chen and others 2017, arXiv:1706.05587).
    mutating func pyramidPooling(
        _ x: TensorID, out: Int, rates: [Int], isDepthwise: Bool = false
    ) -> TensorID {
        var results = [convAct(x, out: out)]
        for rate in rates {
            if isDepthwise {
                let y = relu(depthwise(x, kernel: 3, dilation: Extent(rate)))
                results.append(convAct(y, out: out))
            } else {
                results.append(convAct(x, out: out, kernel: 3, dilation: Extent(rate)))
            }
        }
        let pooled = convAct(globalAveragePool(x), out: out)
        results.append(resize(pooled, to: image(x), mode: "linear"))
        return convAct(concat(results), out: out)
    }

    /// Doubles an image: by Resize, a transposed convolution, or sub-pixels.
    mutating func upsample(_ x: TensorID, out: Int, mode: String) -> TensorID {
        switch mode {
        case "transposed": return convTranspose(x, out: out, kernel: 2, stride: 2)
        case "subpixel": return depthToSpace(conv(x, out: 4 * out), block: 2)
        default:
            let image = image(x)
            let enlarged = resize(x, to: Extent(2 * image.height, 2 * image.width), mode: mode)
            return channels(x) == out ? enlarged : conv(enlarged, out: out, kernel: 1)
        }
    }

    /// Halves an image `levels` times and enlarges it again, joining equal sizes by Concat or Add.
    mutating func upDown(
        _ x: TensorID, levels: Int, mode: String, joins: Bool, _ activation: Activation
    ) -> TensorID {
        guard levels > 0, image(x).height % 2 == 0, image(x).width % 2 == 0 else {
            return convAct(x, out: channels(x), kernel: 3, activation)
        }
        let channels = channels(x)
        let across = convAct(x, out: channels, kernel: joins ? 3 : 1, activation)
        var down: TensorID
        if joins {
            down = maxPool(across, kernel: 2, stride: 2)
            down = convAct(down, out: 2 * channels, kernel: 3, activation)
        } else {
            down = convAct(x, out: 2 * channels, kernel: 3, stride: 2, activation)
        }
        down = upDown(down, levels: levels - 1, mode: mode, joins: joins, activation)
        let up = upsample(down, out: channels, mode: mode)
        let joined = joins ? concat([across, up]) : add(across, up)
        return convAct(joined, out: channels, kernel: 3, activation)
    }
}
