public import VolumetryCore

/// The person as the volume formulas and scores need them.
public struct Patient: Hashable, Sendable {
  /// Years, 0 to 130; fractions allowed.
  public var ageYears: Double?
  /// Sex as the formulas use it.
  public var sex: Sex?
  /// Body height, 3 to 300 cm where it was read from a record.
  public var height: Centimetres?
  /// Dry weight before stage 1; it serves both time points. Above 0 kg.
  public var weight: Kilograms?
  /// The day of the weighing.
  public var weightDate: CalendarDay?
  /// Width of the thorax on the scan, 3 to 300 cm; one formula for the liver volume reads it.
  public var thoracicWidth: Centimetres?
  /// Whether the person counts as Asian in the sense of the formulas' papers.
  public var asian: StatedFact?

  /// The same as a truth value; nil where it is not known.
  public var isAsian: Bool? {
    switch asian {
    case .yes: true
    case .no: false
    case .unknown, nil: nil
    }
  }

  /// Pregnant or breast-feeding, as stated.
  public var pregnantOrLactating: StatedFact?
  /// A weighing after stage 1. No rule reads it: what is gained since is water.
  public var laterWeight: DatedWeight?

  /// Nothing is known.
  public init() {}
}

/// A weighing and its day.
public struct DatedWeight: Hashable, Sendable {
  /// Above 0 kg.
  public var weight: Kilograms
  public var date: CalendarDay?

  public init(weight: Kilograms, date: CalendarDay? = nil) {
    self.weight = weight
    self.date = date
  }
}

/// What the tumour is, by the abbreviations of the field.
public enum TumourEntity: String, CaseIterable, Sendable {
  /// Hepatocellular carcinoma.
  case hepatocellularCarcinoma = "hcc"
  /// Intrahepatic cholangiocarcinoma.
  case intrahepaticCholangiocarcinoma = "icca"
  /// Perihilar cholangiocarcinoma.
  case perihilarCholangiocarcinoma = "phcca"
  /// Gallbladder cancer.
  case gallbladderCancer = "gbc"
  /// Colorectal liver metastases.
  case colorectalMetastases = "crlm"
  /// Neuroendocrine liver metastases.
  case neuroendocrineMetastases = "nelm"
  /// A malignant tumour that none of the other words names.
  case other
  case benign
}

/// The liver tissue outside the tumour.
public struct Parenchyma: Hashable, Sendable {
  /// The underlying condition as stated by the clinician.
  public var background: Background?
  /// Fibrosis by the Metavir stage.
  public var metavir: Metavir?
  /// Steatosis in per cent of the tissue, 0 to 100. A Kleiner grade does not give it: its boundary
  /// of 33 % is not the 30 % of the rule books.
  public var steatosisPercent: Double?
  /// How it was found, in free text, for instance `histology-stage-1`.
  public var method: String?
  /// The day of the finding.
  public var date: CalendarDay?

  /// Nothing is known.
  public init() {}

  /// The underlying condition.
  public enum Background: String, CaseIterable, Sendable {
    case normal, chemotherapy, steatosis, fibrosis, cirrhosis
  }

  /// Metavir fibrosis stage in its order; F4 is cirrhosis.
  public enum Metavir: String, CaseIterable, Comparable, Sendable {
    case f0 = "F0"
    case f1 = "F1"
    case f2 = "F2"
    case f3 = "F3"
    case f4 = "F4"

    /// 0 to 4, the digit of the stage.
    public var stage: Int {
      switch self {
      case .f0: 0
      case .f1: 1
      case .f2: 2
      case .f3: 3
      case .f4: 4
      }
    }

    public static func < (a: Self, b: Self) -> Bool { a.stage < b.stage }
  }
}

/// One procedure on the liver.
public struct Procedure: Hashable, Sendable {
  public var kind: Kind
  /// The variant in free text, for instance `classic` or `partial`.
  public var variant: String?
  /// The day it was done.
  public var date: CalendarDay?

  public init(kind: Kind, variant: String? = nil, date: CalendarDay? = nil) {
    self.kind = kind
    self.variant = variant
    self.date = date
  }

  /// The procedures that a record can name.
  public enum Kind: String, CaseIterable, Sendable {
    /// Associating liver partition and portal vein ligation for staged hepatectomy, stage 1.
    case alpps
    /// Portal vein embolisation.
    case pve
    /// Portal vein ligation.
    case pvl
    /// Liver venous deprivation: portal and hepatic vein embolisation.
    case lvd
    /// Hepatic vein embolisation.
    case hve
    /// Transarterial chemo-embolisation.
    case tace
    /// Transarterial radio-embolisation.
    case tare

    /// Whether the procedure is done to make the future remnant grow, so that the interstage is
    /// counted from it. Embolisation of the tumour's arteries is not.
    public var beginsStageOne: Bool {
      switch self {
      case .alpps, .pve, .pvl, .lvd, .hve: true
      case .tace, .tare: false
      }
    }
  }
}
