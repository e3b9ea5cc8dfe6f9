extension AnalysisError {
    static func cannotSplit(count: Int, trainCount: Int, testCount: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot split \(count) samples into \(trainCount) to train on and \(testCount) to test "
                + "on; each side needs at least one. Use more samples or another test fraction.")
    }

    static func testFractionOutOfRange(_ fraction: Double) -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "Cannot split by a test fraction of \(fraction); it must lie between 0 and 1.")
    }

    static func classTooSmallToSplit(_ classNumber: Int, count: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot make a stratified split: class \(classNumber) has \(count) sample; every class "
                + "needs at least 2. Drop rare classes first, or do not stratify.")
    }

    static func tooFewForClasses(_ count: Int, side: String, classCount: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot make a stratified split: \(count) \(side) samples for \(classCount) classes; "
                + "there must be at least one for each class. Use more samples.")
    }

    static func tooFewFolds(_ count: Int) -> AnalysisError {
        AnalysisError(
            .invalidArgument, "Cannot cross-validate with \(count) folds; at least 2 are needed.")
    }

    static func tooFewSamplesToFold(_ count: Int, foldCount: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot put \(count) samples into \(foldCount) folds; each needs at least one. Use more "
                + "samples or fewer folds.")
    }
}
