import Foundation
import Testing

@testable import PersonaVectors

@Suite struct ConfigNamesTests {
    private func expected(_ key: ExactString) throws -> JSONObject {
        try #require(try Fixtures.json("stores/names.expected.json")[key]?.objectValue)
    }

    @Test func modelsBecomeFolders() throws {
        for (model, folder) in try expected("model_dir_name").members {
            #expect(modelDirectoryName(for: model.string) == folder.stringValue)
        }
    }

    @Test func modelsAndMasksBecomeConfigs() throws {
        for (model, config) in try expected("activation_config_name(model, answer_mean)").members {
            #expect(activationConfigName(modelName: model.string) == config.stringValue)
        }
    }

    @Test func configsAreParsedAtTheLastSeparator() throws {
        let cases = try expected("parse_vector_config_name")
        #expect(cases.keys.count == 10)
        for (config, parts) in cases.members {
            let parsed = parseVectorConfigName(config.string)
            #expect(parsed.map { [$0.modelName, $0.maskStrategy.rawValue] } == parts.strings)
        }
    }

    @Test func theKnownMaskStrategiesAreTheOriginals() throws {
        let names = try Fixtures.json("stores/names.expected.json")["mask_strategies"]?.strings
        #expect(MaskStrategy.known.map(\.rawValue) == names)
    }
}
