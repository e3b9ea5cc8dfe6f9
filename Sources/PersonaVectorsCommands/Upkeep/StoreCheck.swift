import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The check of one store, after its repair if one was asked for.
struct StoreCheck {
    let location: StoreLocation
    let checkedCount: Int
    let digestCount: Int
    let findings: [VerificationFinding]
    let repairs: RepairReport?

    init(
        _ location: StoreLocation, in root: URL, variants: [PromptVariant], repairing: Bool
    ) throws {
        self.location = location
        let store = try PersonaVectorStore(
            modelName: location.modelName, rootDirectory: root,
            maskStrategy: location.maskStrategy)
        let chosen =
            variants.isEmpty
            ? location.variants : variants.filter(location.variants.contains)
        repairs = repairing ? try store.repair(variants: chosen) : nil
        let report = try store.verify(variants: chosen)
        checkedCount = report.checkedCount
        digestCount = report.digestCount
        // A repair may know more than a check: what it could not do and why.
        findings = repairs.map(\.remaining) ?? report.findings
    }
}

/// The checks of several stores.
struct StoreCheckListing {
    let checks: [StoreCheck]

    private var findings: [(place: String, finding: VerificationFinding)] {
        checks.flatMap { check in
            check.findings.map { finding in
                (
                    "\(check.location.modelName), \(check.location.maskStrategy),"
                        + " \(finding.variant)", finding
                )
            }
        }
    }

    /// One sentence for people.
    var summary: String {
        let count = checks.reduce(0) { $0 + $1.checkedCount }
        let digests = checks.reduce(0) { $0 + $1.digestCount }
        let vectors = count == 1 ? "1 vector" : "\(count) vectors"
        let problems =
            switch findings.count {
            case 0: "nothing is wrong"
            case 1: "1 problem"
            default: "\(findings.count) problems"
            }
        return "Checked \(vectors), \(digests) of them against a digest: \(problems)."
    }

    private var repairRows: [[String]] {
        var rows: [[String]] = []
        for check in checks {
            guard let repairs = check.repairs else { continue }
            for variant in check.location.variants {
                let place =
                    "\(check.location.modelName), \(check.location.maskStrategy), \(variant)"
                rows += (repairs.restored[variant] ?? []).map { ["listed again", $0, place] }
                rows += (repairs.dropped[variant] ?? []).map { ["no longer listed", $0, place] }
            }
            rows += repairs.backups.map { ["old manifest kept", "", $0] }
        }
        return rows
    }

    var result: CommandResult {
        CommandResult(
            tables: [
                TextTable([.left("REPAIR"), .left("PERSONA"), .left("WHERE")], rows: repairRows),
                TextTable(
                    [.left("PROBLEM"), .left("PERSONA"), .left("WHERE"), .left("DETAILS")],
                    rows: findings.map { place, finding in
                        [finding.kind.rawValue, finding.personaID ?? "", place, finding.message]
                    }),
            ],
            json: json,
            identifiers: findings.map(\.finding.path))
    }

    private var json: JSONValue {
        .object([
            "checked": .integer(checks.reduce(0) { $0 + $1.checkedCount }),
            "with_digest": .integer(checks.reduce(0) { $0 + $1.digestCount }),
            "findings": .array(
                checks.flatMap { check in
                    check.findings.map { finding in
                        .object([
                            "model": .string(check.location.modelName),
                            "mask_strategy": .string(check.location.maskStrategy.rawValue),
                            "variant": .string(finding.variant.rawValue),
                            "persona_id": .optional(finding.personaID),
                            "kind": .string(finding.kind.rawValue),
                            "path": .string(finding.path),
                            "message": .string(finding.message),
                        ])
                    }
                }),
            "repairs": .array(
                repairRows.map { row in
                    .object([
                        "repair": .string(row[0]), "persona_id": .string(row[1]),
                        "where": .string(row[2]),
                    ])
                }),
        ])
    }
}
