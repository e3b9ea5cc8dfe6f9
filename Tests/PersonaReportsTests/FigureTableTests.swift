import Foundation
import PersonaAnalysis
import PersonaVectors
import PersonaVectorsTesting
import Testing

@testable import PersonaReports

/// The Parquet tables beside figures, read by pyarrow.
struct FigureTableTests {
    struct Table: Decodable {
        enum Cell: Decodable, Equatable {
            case number(Double)
            case text(String)
            case null

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if container.decodeNil() {
                    self = .null
                } else if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else {
                    self = .number(try container.decode(Double.self))
                }
            }
        }
        let types: [String]
        let names: [String]
        let rows: [[Cell]]
    }

    private func read(_ file: URL) throws -> Table {
        let output = try InteropPython.run(
            script: "parquet_read_table.py", arguments: [file.path])
        return try JSONDecoder().decode(Table.self, from: output)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let kind: FigureKind
        let names: [String]
        let types: [String]
        let rowCount: Int
        var testDescription: String { kind.rawValue }
    }

    /// 180 personas, layers 0 and 6, 23 attributes of which some have one value only.
    @Test(arguments: [
        Case(
            kind: .pca, names: ["layer", "persona_id", "name", "x", "y", "x_3d", "y_3d", "z_3d"],
            types: ["int64", "string", "string"] + Array(repeating: "double", count: 5),
            rowCount: 360),
        Case(
            kind: .pairs, names: ["layer", "persona_id", "other_persona_id", "cosine"],
            types: ["int64", "string", "string", "double"], rowCount: 48),
        Case(
            kind: .scree, names: ["line", "component", "measure", "value"],
            types: ["string", "int64", "string", "double"], rowCount: 200),
        Case(
            kind: .variants, names: ["line", "layer", "measure", "value"],
            types: ["string", "int64", "string", "double"], rowCount: 10),
    ])
    func tablesHoldWhatThePageShows(_ item: Case) async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = AnalysisReportOptions()
        options.kinds = [item.kind]
        options.layers = [0, 6]
        options.pages.plotlyScript = ReportSupport.plotly
        let figures = try await runSavedActivationAnalysis(
            of: ReportSupport.realStore(), into: folder, options: options)
        let table = try read(try #require(figures[0].table))
        #expect(table.names == item.names)
        #expect(table.types == item.types)
        #expect(table.rows.count == item.rowCount)
        #expect(table.rows.allSatisfy { !$0.contains(.null) })
        // The last number of the page is in the last row.
        let numbers = try lastNumbers(of: figures[0].data, item.kind)
        #expect(table.rows.last?.suffix(numbers.count) == numbers.map { .number($0) }[...])
    }

    private func lastNumbers(of file: URL, _ kind: FigureKind) throws -> [Double] {
        let data = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        let object = try #require(data as? [String: Any])
        let frame = (object["frames"] as? [Any])?.last
        switch kind {
        case .pca:
            let axes = try #require((frame as? [String: Any])?["3-D"] as? [[Double]])
            return axes.compactMap(\.last)
        case .pairs:
            return [try #require(((frame as? [[Double]])?.last)?[2])]
        default:
            let line = try #require((object["lines"] as? [[String: Any]])?.last)
            let views = try #require(line["views"] as? [String: [Double]])
            return [try #require(views[kind == .scree ? "cumulative" : "cosine"]?.last)]
        }
    }

    @Test func attributesAndProbesAreTablesToo() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = ProbeTrainingOptions()
        options.attributes = ["sex", "age"]
        options.layers = .only([2])
        let report = try await trainProbes(
            on: ReportSupport.realStore(), attributes: ReportSupport.attributes(), options: options)
        var pages = PageOptions()
        pages.plotlyScript = ReportSupport.plotly
        let figures = try writeProbeReport(report, into: folder, options: pages)
        let lines = try read(try #require(figures[0].table))
        #expect(lines.names == ["line", "layer", "measure", "value"])
        // Two views of the two kinds of 'sex', three of 'age'.
        #expect(lines.rows.count == 7)
        let cells = try read(try #require(figures[1].table))
        #expect(cells.names == ["attribute", "layer", "measure", "value"])
        #expect(
            cells.rows.map { $0[0] }
                == [.text("sex"), .text("age"), .text("sex"), .text("age")])
        #expect(cells.rows.allSatisfy { $0[1] == .number(2) })
    }

    @Test func treesAndMatricesHaveNoTable() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = AnalysisReportOptions()
        options.kinds = [.dendrogram, .similarity]
        options.layers = [3]
        options.pages.plotlyScript = ReportSupport.plotly
        let figures = try await runSavedActivationAnalysis(
            of: ReportSupport.realStore(), into: folder, options: options)
        #expect(figures.allSatisfy { $0.table == nil })
    }
}
