/// The version of this package, as `persona-vectors --version` prints it.
public let personaVectorsVersion = "0.1.0"
