import GnomonLearn
import GnomonStatistics

/// The one batch that zero-cost proxies look at: images and their classes.
struct ImageBatch {
    /// Images x 3 x height x width, standard normal.
    let images: [Float]
    /// A second one, for small changes.
    let changes: [Float]
    /// The class of each image, uniform.
    let labels: [Int]
    /// The sizes of the images.
    let sizes: [Int]

    /// A batch for images of a size.
    init(_ settings: ZeroCostSettings, image: [Int], classes: Int) {
        var generator = SeededGenerator(seed: settings.seed)
        sizes = [settings.batch] + image
        let count = sizes.reduce(1, *)
        images = LayerDraws.normal(count, &generator)
        changes = LayerDraws.normal(count, &generator)
        labels = (0..<settings.batch).map { _ in Int.random(in: 0..<max(1, classes), using: &generator) }
    }

    /// A batch of given numbers.
    init(images: [Float], changes: [Float], labels: [Int], sizes: [Int]) {
        (self.images, self.changes, self.labels, self.sizes) = (images, changes, labels, sizes)
    }

    /// Ones where an image is of a class: images x classes.
    func oneHot(_ classes: Int, _ engine: NeuralEngine) throws(LearnError) -> EagerTensor {
        var values = [Float](repeating: 0, count: labels.count * classes)
        for (image, label) in labels.enumerated() where label < classes {
            values[image * classes + label] = 1
        }
        return try engine.tensor(values, [labels.count, classes])
    }
}
