import GnomonPredict
public import GnomonReport

/// The predictors of all catalogues, and what was trained with them.
public enum PredictorListing {
    /// A line for each predictor.
    public static func rows(settings: Settings) -> [PredictorRow] {
        let trained = settings.trainedNames().compactMap { name in
            (try? ArchitectureManifest(folder: settings.trainedFolder(name))).map {
                (name: name, system: $0.system)
            }
        }
        let networks = PredictorCatalog.all.map { type in
            PredictorRow(
                name: type.card.name, subject: "network", summary: type.card.summary,
                source: type.card.source, trained: [])
        }
        return networks
            + ArchitecturePredictorCatalog.all.map { type in
                PredictorRow(
                    name: type.card.name, subject: "architecture", summary: type.card.summary,
                    source: type.card.source,
                    trained: trained.filter { $0.system == type.card.name }.map { $0.name })
            }
            + TransferPredictorCatalog.all.map { type in
                PredictorRow(
                    name: type.card.name, subject: "new device", summary: type.card.summary,
                    source: type.card.source, trained: [])
            }
    }
}
