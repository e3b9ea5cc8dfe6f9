import ArgumentParser
import PersonaVectorsCommands

@main
enum PersonaVectorsMain {
    static func main() async {
        await PersonaVectorsCommand.main()
    }
}
