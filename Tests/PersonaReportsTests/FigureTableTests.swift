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
            kind: .pca,
            names: ["layer", "persona_id", "name", "x", "y", "x_3d", "y_3d", "z_3d"]
                + ["x_share", "y_share", "z_share"],
            types: ["int64", "string", "string"] + Array(repeating: "double", count: 8),
            rowCount: 360),
        Case(
            kind: .similarity, names: ["layer", "persona_id", "other_persona_id", "cosine"],
            types: ["int64", "string", "string", "double"], rowCount: 2 * 180 * 179 / 2),
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
            let shares = try #require((frame as? [String: Any])?["shares"] as? [Double])
            return axes.compactMap(\.last) + shares
        case .similarity:
            // The last of the triangle is the last persona with itself.
            let triangle = try #require((frame as? [String: Any])?["triangle"] as? [Double])
            return [triangle[triangle.count - 2]]
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

    @Test func aTreeIsATableOfItsMerges() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = AnalysisReportOptions()
        options.kinds = [.dendrogram]
        options.layers = [3, 5]
        options.pages.plotlyScript = ReportSupport.plotly
        let store = try ReportSupport.realStore()
        let figures = try await runSavedActivationAnalysis(
            of: store, into: folder, options: options)
        let table = try read(try #require(figures[0].table))
        #expect(
            table.names == [
                "layer", "merge", "first", "first_persona_id", "second", "second_persona_id",
                "height", "count",
            ])
        #expect(table.rows.count == 2 * 179)
        let samples = try await loadPersonaVectors(from: store, variant: .biography)
        let ids = try #require(samples.ids)
        let merges = try hierarchicalLinkage(of: prepareSamples(samples.matrix(layer: 5))).merges
        for (number, (row, merge)) in zip(table.rows[179...], merges).enumerated() {
            func person(_ cluster: Int) -> Table.Cell {
                cluster < ids.count ? .text(ids[cluster]) : .null
            }
            #expect(row[0] == .number(5) && row[1] == .number(Double(number)))
            #expect(row[2] == .number(Double(merge.first)) && row[3] == person(merge.first))
            #expect(row[4] == .number(Double(merge.second)) && row[5] == person(merge.second))
            guard case .number(let height) = row[6] else {
                Issue.record("no height")
                continue
            }
            #expect(abs(height - merge.height) < 1e-6)
            #expect(row[7] == .number(Double(merge.sampleCount)))
        }
    }

    @Test func pointsComeWithTheirAttributes() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let lines = (0..<3).map {
            "{\"id\": \"p\($0)\", \"persona\": {\"size\": \($0), \"x\": \"v\($0)\", \"g\": \"a\"}}"
        }
        var options = AnalysisReportOptions()
        options.kinds = [.pca]
        options.layers = [1]
        options.attributes = try AttributeTable(
            personas: Array(lines.joined(separator: "\n").utf8), personasPath: "p",
            schema: Array(
                "{\"persona_fields\": {\"size\": {\"kind\": \"numeric\"}, \"x\": {}, \"g\": {}}}"
                    .utf8),
            schemaPath: "s")
        options.pages.plotlyScript = ReportSupport.plotly
        let store = try ReportSupport.hostileStore(
            in: folder.appending(path: "store"), names: ["A", "B", "C", "no attributes"])
        let figures = try await runSavedActivationAnalysis(
            of: store, into: folder.appending(path: "plots"), options: options)
        let table = try read(try #require(figures[0].table))
        #expect(table.names.suffix(3) == ["size", "attribute_x", "g"])
        #expect(table.types.suffix(3) == ["double", "string", "string"])
        #expect(
            table.rows.map { Array($0.suffix(3)) } == [
                [.number(0), .text("v0"), .text("a")], [.number(1), .text("v1"), .text("a")],
                [.number(2), .text("v2"), .text("a")], [.null, .null, .null],
            ])
    }
}
