import PersonaVectorsCommands

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@main
enum PersonaVectorsMain {
    static func main() async {
        exit(await PersonaVectorsCommand.run(Array(CommandLine.arguments.dropFirst())))
    }
}
