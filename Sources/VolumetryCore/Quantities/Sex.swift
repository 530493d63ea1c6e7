/// Sex as the formulas and scores of this field use it.
public enum Sex: String, Sendable, Hashable, CaseIterable { case female, male }
