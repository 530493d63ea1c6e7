import Readiness
import Records
import Reporting
import VolumetryCore

/// What one scan of a case asks to be measured.
struct ScanRequest: Sendable {
  let index: Int
  let scan: Scan
  let labels: LabelRoles?
  /// Whether the scan itself says what its labels mean.
  let hasOwnLabels: Bool
  /// Every plan of the case; the first decides.
  let plans: [Plan]
  /// Where relative paths begin: empty, or up to and including the last slash of the case's path.
  let folder: String
  /// What each plan clears out of the FLR that this scan still shows, by the plan's name.
  private let removals: [String: Millilitres]

  init(_ record: Case, index: Int, folder: String) {
    self.index = index
    self.folder = folder
    scan = record.scans[index]
    hasOwnLabels = record.scans[index].labels != nil
    labels = record.scans[index].labels ?? record.labels
    plans = record.plans
    removals = Dictionary(
      uniqueKeysWithValues: record.plans.map {
        ($0.id, record.removal(by: $0, on: record.scans[index]))
      })
  }

  /// A refusal with its place in the record.
  struct Refusal: Error, Sendable {
    let place: String
    let message: String
    let isAbsence: Bool
  }

  /// The files that the scan names.
  var paths: [String] {
    switch scan.source {
    case .segmentation(let path): [resolved(path)]
    case .files(let files): [files.liver, files.tumour, files.flr].compactMap { $0.map(resolved) }
    case .volumes, nil: []
    }
  }

  /// What a scan of a record gives for one plan: volumes, an FLR alone, or nothing.
  struct PlanOutcome: Sendable {
    var volumes: LiverVolumes?
    var flr: Millilitres?
    var surface: RemnantSurface?
  }

  /// Why a scan has no volumes for one plan, and which key of the plan or scan says so.
  struct PlanRefusal: Error, Sendable {
    let error: LiverVolumesError
    let key: String
  }

  /// What a scan of a record gives.
  struct Outcome: Sendable {
    let first: PlanOutcome
    /// For the plans after the first.
    let others: [Result<PlanOutcome, PlanRefusal>]
    var notices: [Notice] = []
    var thickestAxis: Millimetres?

    /// The scan as measured for one plan.
    func scan(_ index: Int, _ scan: Scan, _ plan: PlanOutcome) -> MeasuredScan {
      MeasuredScan(
        index: index, scan: scan, volumes: plan.volumes, flr: plan.flr,
        shape: ScanShape(surface: plan.surface, sliceThickness: thickestAxis))
    }
  }

  func measure() -> Result<Outcome, Refusal> {
    switch scan.source {
    case nil: return outcome { _ in .success(PlanOutcome()) }
    case .volumes(let typed): return outcome { measureTyped(typed, $0) }
    case .segmentation(let path):
      guard let liver = labels?.liver else {
        return .failure(
          Refusal(
            place: "scans[\(index)].segmentation",
            message: "no liver labels are stated (expected labels: {liver: [...]}); names are "
              + "never guessed from numbers [E-CASE-LABELS]", isAbsence: false))
      }
      return measure(
        paths: [resolved(path)], stated: { _ in [:] },
        roles: { LiverRoles(liver: liver, tumour: labels?.tumour, flr: $0?.flr) })
    case .files(let files): return measureFiles(files)
    }
  }

  /// What `measured` gives for each plan; a refusal of the first plan, or without a plan, refuses
  /// the scan.
  private func outcome(
    notices: [Notice] = [], thickestAxis: Millimetres? = nil,
    _ measured: (Plan?) -> Result<PlanOutcome, PlanRefusal>
  ) -> Result<Outcome, Refusal> {
    measured(plans.first).map { first in
      Outcome(
        first: first, others: plans.dropFirst().map(measured), notices: notices,
        thickestAxis: thickestAxis)
    }.mapError { refusal in
      Refusal(
        place: refusal.key, message: "\(refusal.error) [\(refusal.error.code)]", isAbsence: false)
    }
  }

  private func measureTyped(
    _ typed: Scan.TypedVolumes, _ plan: Plan?
  ) -> Result<PlanOutcome, PlanRefusal> {
    guard let tlv = typed.tlv else {
      // A remnant without its liver still grows and still relates to the body.
      guard let flr = typed.flr else { return .success(PlanOutcome()) }
      let removed = removed(plan)
      guard removed == .zero || removed < flr else {
        return .failure(
          PlanRefusal(
            error: .removalFillsRemnant(removal: removed, flr: flr), key: "plans[0].flr_minus"))
      }
      if let compromised = scan.flrCompromised, compromised > .zero, compromised >= flr - removed {
        return .failure(
          PlanRefusal(
            error: .removalFillsRemnant(removal: compromised, flr: flr - removed),
            key: "scans[\(index)].flr_compromised_ml"))
      }
      return .success(PlanOutcome(flr: flr - removed))
    }
    let volumes: LiverVolumes
    do throws(LiverVolumesError) {
      volumes = try LiverVolumes(tlv: tlv, tumour: typed.tumour, flr: typed.flr)
    } catch { return .failure(PlanRefusal(error: error, key: "scans[\(index)].volumes_ml")) }
    return net(volumes, plan).map { PlanOutcome(volumes: $0) }
  }

  /// One file a role; without a file of its own, the FLR is labels of the liver's file by the plan,
  /// the tumour by the labels that the scan itself states.
  private func measureFiles(_ files: Scan.RoleFiles) -> Result<Outcome, Refusal> {
    guard let liver = files.liver else {
      return .failure(
        Refusal(
          place: "scans[\(index)].files", message: "no liver file is named [E-CASE-SOURCE]",
          isAbsence: false))
    }
    var paths = [resolved(liver)]
    func region(_ path: String?) -> LiverRoles.Region? {
      guard let path else { return nil }
      paths.append(resolved(path))
      return LiverRoles.Region(everyLabelOf: paths.count - 1)
    }
    let own = hasOwnLabels ? labels : nil
    let tumour =
      region(files.tumour) ?? own?.tumour.map { LiverRoles.Region(volume: 0, labels: $0) }
    let flr = region(files.flr)
    func stated(_ plan: Plan?) -> [LiverRole: LabelSet] {
      var stated: [LiverRole: LabelSet] = [:]
      stated[.liver] = labels?.liver
      stated[.tumour] = labels?.tumour
      stated[.flr] = plan?.flr
      return stated
    }
    func roles(_ plan: Plan?) -> LiverRoles {
      LiverRoles(
        liver: own?.liver.map { LiverRoles.Region(volume: 0, labels: $0) }
          ?? LiverRoles.Region(everyLabelOf: 0), tumour: tumour,
        flr: flr ?? plan?.flr.map { LiverRoles.Region(volume: 0, labels: $0) })
    }
    return measure(paths: paths, stated: stated, roles: roles)
  }

  private func measure(
    paths: [String], stated: (Plan?) -> [LiverRole: LabelSet], roles: (Plan?) -> LiverRoles
  ) -> Result<Outcome, Refusal> {
    // As for tumour, the labels of the case speak of label maps, the scan's own of its liver file.
    let special = paths.count == 1 || hasOwnLabels ? labels?.special : nil
    func specialised(_ plan: Plan?) -> LiverRoles {
      var roles = roles(plan)
      roles.special = special ?? [:]
      return roles
    }
    var request = RoleScan(
      paths: paths, roles: specialised(plans.first), stated: stated(plans.first))
    request.alternatives = plans.dropFirst().map(specialised)
    request.needsFaces = true
    request.given = labels?.preset.flatMap { preset in
      BundledLabelTables.table(id: preset.id).map {
        NamedLabelTable(
          file: $0, source: .preset(id: preset.id, format: $0.format.rawValue))
      }
    }
    switch request.measure(options: options) {
    case .failure(let refusal):
      return .failure(
        Refusal(
          place: place(refusal),
          message: "scans[\(index)], \(refusal.notice.path ?? request.paths[0]): "
            + "\(refusal.notice.message) [\(refusal.notice.code)]",
          isAbsence: refusal.isAbsence))
    case .success(let measured):
      var left = ([.success(measured.first)] + measured.others)[...]
      return outcome(notices: measured.notices, thickestAxis: measured.thickestAxis) { plan in
        guard let next = left.popFirst() else {
          preconditionFailure("every plan was measured, in order")
        }
        return next.mapError { PlanRefusal(error: $0, key: "plans") }.flatMap { found in
          net(found.volumes, plan).map { PlanOutcome(volumes: $0, surface: found.surface) }
        }
      }
    }
  }

  private func removed(_ plan: Plan?) -> Millilitres {
    plan.flatMap { removals[$0.id] } ?? .zero
  }

  /// The volumes net of what the plan clears out of the FLR: growth compares net with net. Tissue
  /// that is stated to be compromised stays, but must be less than the FLR.
  private func net(_ volumes: LiverVolumes, _ plan: Plan?) -> Result<LiverVolumes, PlanRefusal> {
    guard volumes.flr != nil else { return .success(volumes) }
    let removed = removed(plan)
    var net = volumes
    do throws(LiverVolumesError) {
      if removed > .zero { net = try volumes.removingFromRemnant(removed) }
    } catch { return .failure(PlanRefusal(error: error, key: "plans[0].flr_minus")) }
    if let compromised = scan.flrCompromised {
      do throws(LiverVolumesError) { _ = try net.removingFromRemnant(compromised) } catch {
        return .failure(PlanRefusal(error: error, key: "scans[\(index)].flr_compromised_ml"))
      }
    }
    return .success(net)
  }

  /// Where in the record the reason of a refusal stands.
  private func place(_ refusal: RoleScan.Refusal) -> String {
    let labels = hasOwnLabels ? "scans[\(index)].labels" : "labels"
    switch refusal {
    case .labels(.emptyRole(.flr, _, _), _), .labels(.backgroundInRole(.flr, _), _),
      .labels(.remnantIsTumour, _):
      return "plans[0].flr"
    case .labels(.emptyRole(let role, _, _), _), .labels(.backgroundInRole(let role, _), _):
      return "\(labels).\(role.rawValue)"
    default: return "scans[\(index)]"
    }
  }

  /// What the record says of the scan's files.
  private var options: ReadingOptions {
    var options = ReadingOptions()
    options.geometry = scan.reading.geometry.flatMap { GeometrySource(rawValue: $0.rawValue) }
    if let volume = scan.reading.volume { options.volumes = .index(volume) }
    return options
  }

  private func resolved(_ path: String) -> String {
    path.hasPrefix("/") ? path : folder + path
  }
}
