import Foundation
import PersonaVectorsTesting
import Safetensors
import Testing

@testable import PersonaVectors

@Suite struct ContractTests {
    @Test(arguments: [FileAccess.mapped, .pread])
    func theLocalStoreKeepsTheContract(_ access: FileAccess) async throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore(
            modelName: PersonaVectorSourceContract.modelName, rootDirectory: folder.url,
            maskStrategy: PersonaVectorSourceContract.maskStrategy, access: access,
            durability: .processCrash)
        for item in PersonaVectorSourceContract.items {
            try store.save(
                PersonaVector(
                    floats: item.values, layerCount: PersonaVectorSourceContract.layerCount,
                    hiddenSize: PersonaVectorSourceContract.hiddenSize),
                variant: item.variant, personaID: item.personaID, personaName: item.name,
                sampleIDs: item.sampleIDs)
        }
        #expect(await PersonaVectorSourceContract.violations(of: store) == [])
    }

    /// The suite must be able to fail.
    @Test func aStoreWithOneWrongValueBreaksIt() async throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(
            folder.url, modelName: PersonaVectorSourceContract.modelName)
        for item in PersonaVectorSourceContract.items {
            var values = item.values
            if item.personaID == "zeta" { values[5] += 1 }
            try store.save(
                PersonaVector(
                    floats: values, layerCount: PersonaVectorSourceContract.layerCount,
                    hiddenSize: PersonaVectorSourceContract.hiddenSize),
                variant: item.variant, personaID: item.personaID, personaName: item.name,
                sampleIDs: item.sampleIDs)
        }
        let violations = await PersonaVectorSourceContract.violations(of: store)
        #expect(violations.count == 3)
    }
}
