// Draws a variant of a store as pages that open without a network, with the numbers beside them.
//
//     swift run DrawPages
//
// Shown in Sources/PersonaReports/PersonaReports.docc/PersonaReports.md.

import Foundation
import PersonaAnalysis
import PersonaReports
import PersonaVectors

// snippet.hide
let store = try PersonaVectorStore(
    modelName: "sentence-transformers/all-MiniLM-L6-v2",
    rootDirectory: URL(filePath: "Tests/Fixtures/real/artifacts/activations"))
// snippet.show
var options = AnalysisReportOptions()
options.variant = .templated
options.kinds = [.pca, .scree]
options.layers = [0, 6]
options.attributes = try loadAttributeTable(personas: URL(filePath: "Tests/Fixtures/real/dataset"))
options.pages.sharingScript = true
let written = try await runSavedActivationAnalysis(
    of: store, into: URL(filePath: "artifacts/example/plots"), options: options)
for figure in written { print(figure.page.lastPathComponent, figure.data.lastPathComponent) }
