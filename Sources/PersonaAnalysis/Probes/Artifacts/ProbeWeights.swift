public import TensorMath

/// The numbers of a saved probe: scale, project, then `x · weightᵀ + bias`.
public struct ProbeWeights: Sendable, Equatable {
    /// Brings the features to mean 0 and variance 1.
    public struct Scaler: Sendable, Equatable {
        /// What is subtracted from each feature.
        public let mean: [Float]
        /// What each feature is divided by then.
        public let scale: [Float]
    }

    /// Projects the features on principal components.
    public struct PCA: Sendable, Equatable {
        /// What is subtracted from each feature.
        public let mean: [Float]
        /// One component a row.
        public let components: Matrix<Float>
    }

    /// The direction of a difference of means, as the original stores it beside the weights.
    public struct Direction: Sendable, Equatable {
        /// The mean of the second class minus that of the first.
        public let values: [Float]
        /// What is added to the product with the direction.
        public let bias: Float
    }

    /// Applied first, when there is one.
    public let scaler: Scaler?
    /// Applied then, when there is one.
    public let pca: PCA?
    /// A row for each class, or one for a number or a rank; a binary probe has −½w and ½w.
    public let weight: Matrix<Float>
    /// One value for each row of ``weight``.
    public let bias: [Float]
    /// Present for a difference of means.
    public let direction: Direction?
}

extension ProbeWeights {
    /// The weights as they are saved; a head with one score for two classes gets a row for each.
    init(_ probe: FittedProbe, task: ProbeTask) {
        scaler = probe.scaler.map {
            Scaler(mean: $0.mean.map(Float.init), scale: $0.scale.map(Float.init))
        }
        pca = probe.pca.map {
            PCA(mean: $0.mean.map(Float.init), components: $0.components.floats)
        }
        let (rows, bias) = (probe.head.weight, probe.head.bias)
        if task == .binary {
            weight = Matrix(
                rowCount: 2, columnCount: rows.columnCount,
                values: rows.values.map { Float(-0.5 * $0) } + rows.values.map { Float(0.5 * $0) })
            self.bias = bias.map { Float(-0.5 * $0) } + bias.map { Float(0.5 * $0) }
        } else {
            weight = rows.floats
            self.bias = bias.map(Float.init)
        }
        direction =
            probe.kind == .differenceOfMeans
            ? Direction(values: rows.values.map(Float.init), bias: Float(bias[0])) : nil
    }

    /// `vectors` through scaler, components and weights, in double precision.
    ///
    /// The columns of `vectors` must be as many as the probe's input dimension.
    func scores(_ vectors: Matrix<Float>) -> Matrix<Double> {
        let scaler = scaler.map {
            StandardScaler(mean: $0.mean.map(Double.init), scale: $0.scale.map(Double.init))
        }
        let pca = pca.map {
            ProbePCA(mean: $0.mean.map(Double.init), components: $0.components.doubles)
        }
        let head = LinearHead(weight: weight.doubles, bias: bias.map(Double.init))
        let scaled = scaler?.transformed(vectors) ?? vectors.doubles
        return head.scores(pca?.transformed(scaled) ?? scaled)
    }
}
