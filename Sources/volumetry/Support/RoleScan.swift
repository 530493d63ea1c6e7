import Reporting
import VolumetryCore

/// The files and label sets of one scan, and what they are measured to.
struct RoleScan: Sendable {
  /// Files on one grid; the first is the liver's.
  let paths: [String]
  var roles: LiverRoles
  /// The label sets that the record states for roles whose file is taken whole.
  var stated: [LiverRole: LabelSet] = [:]
  /// What the user, or the record, says that labels are called.
  var given: NamedLabelTable?

  /// Other roles of the same files, to be measured in the same pass.
  var alternatives: [LiverRoles] = []
  /// Whether the surface of the FLR is asked for.
  var needsFaces = false

  /// What one choice of roles gives.
  struct Parts: Sendable {
    let volumes: LiverVolumes
    /// Nil where it was not asked for, without an FLR, and where it cannot be told.
    let surface: RemnantSurface?
  }

  /// A scan with its volumes and what reading it said.
  struct Measured: Sendable {
    let first: Parts
    /// By `alternatives`.
    let others: [Result<Parts, LiverVolumesError>]
    var volumes: LiverVolumes { first.volumes }
    let notices: [Notice]
    /// What the user said of the files.
    let options: ReadingOptions
    /// Distance of voxels along the coarsest axis.
    let thickestAxis: Millimetres?
  }

  /// Why a scan has no volumes.
  enum Refusal: Error, Sendable {
    case file(Notice, isAbsence: Bool)
    case labels(LiverVolumesError, path: String)

    var notice: Notice {
      switch self {
      case .file(let notice, _): notice
      case .labels(let error, let path):
        Notice(code: error.code, message: error.description, path: path)
      }
    }

    var isAbsence: Bool {
      if case .file(_, let isAbsence) = self { return isAbsence }
      return false
    }
  }

  /// Reads every file once and measures the roles.
  func measure(options: ReadingOptions = ReadingOptions()) -> Result<Measured, Refusal> {
    do throws(AlignedScansError) {
      let scans =
        needsFaces
        ? try AlignedScans(withFacesOf: paths, options: options)
        : try AlignedScans(paths: paths, options: options)
      if let refusal = unstated(scans) { return .failure(refusal) }
      do throws(LiverVolumesError) {
        let own = zip(paths, scans.scans).map { $1.ownTables(at: $0) }
        let first = try parts(scans, own)
        return .success(
          Measured(
            first: first,
            others: alternatives.map { roles in
              var other = self
              other.roles = roles
              do throws(LiverVolumesError) { return .success(try other.parts(scans, own)) } catch {
                return .failure(error)
              }
            },
            notices: notices(scans) + nameNotices(scans, own), options: options,
            thickestAxis: scans.grid.spacing.max()))
      } catch { return .failure(.labels(error, path: path(of: error))) }
    } catch {
      var isAbsence = false
      if case .unreadable(_, let cause) = error { isAbsence = cause.isAbsence }
      return .failure(
        .file(
          Notice(
            code: error.code, message: error.message, path: paths[error.index],
            figures: error.figures), isAbsence: isAbsence))
    }
  }

  /// The volumes of the roles, and the surface of the FLR where the faces were counted.
  private func parts(
    _ scans: AlignedScans, _ own: [OwnLabelTables]
  ) throws(LiverVolumesError) -> Parts {
    let volumes = try LiverVolumes(
      scans.joint, voxelVolume: scans.grid.voxelVolume, roles: roles,
      cut: Set(LiverRole.allCases.filter { !cutLabels($0, scans).isEmpty }))
    return Parts(
      volumes: volumes.doubted(by: nameDoubts(scans, own)),
      surface: scans.faces.flatMap { RemnantSurface($0, roles: roles, grid: scans.grid) })
  }

  /// Warnings of the files, and roles that reach the edge of the field of view.
  private func notices(_ scans: AlignedScans) -> [Notice] {
    var notices: [Notice] = []
    for (path, scan) in zip(paths, scans.scans) {
      notices += scan.warnings.map { $0.notice(path: path) }
    }
    for role in LiverRole.allCases {
      let cut = cutLabels(role, scans)
      guard let region = roles[role], !cut.isEmpty else { continue }
      let labels = cut.map(\.description).joined(separator: ", ")
      notices.append(
        Notice(
          code: "W-EDGE",
          message: "\(role.rawValue) reaches the edge of the field of view (labels \(labels)): "
            + "its volume is a lower bound", path: paths[region.volume]))
    }
    return notices
  }

  /// What names speak against the roles: those of the scans themselves, and those that were given.
  private func nameDoubts(_ scans: AlignedScans, _ own: [OwnLabelTables]) -> [LiverWarning] {
    var labels: [[LiverRole: [Label]]] = scans.scans.map { _ in [:] }
    for role in LiverRole.allCases {
      guard let region = roles[role] else { continue }
      labels[region.volume][role] = scans.scans[region.volume].occurring.filter {
        region.labels.contains($0)
      }
    }
    return zip(labels, own).flatMap { labels, own in
      RoleNames.doubts(labels, tables: own.tables.map(\.table) + [given?.table].compactMap { $0 })
    }
  }

  /// What naming the labels said; that there are no names is no news where the roles are stated.
  private func nameNotices(_ scans: AlignedScans, _ own: [OwnLabelTables]) -> [Notice] {
    paths.indices.flatMap { index in
      LabelNaming(given: given, own: own[index], occurring: scans.scans[index].occurring).notices
        .filter { $0.code != "W-NO-NAMES" && (given != nil || $0.code != "W-UNNAMED-LABELS") }
        .map {
          Notice(code: $0.code, message: $0.message, path: paths[index], figures: $0.figures)
        }
    }
  }

  /// The labels of a role that reach the edge of the field of view.
  private func cutLabels(_ role: LiverRole, _ scans: AlignedScans) -> [Label] {
    guard let region = roles[role] else { return [] }
    return scans.scans[region.volume].labels.filter {
      $0.touchesEdge && $0.label != .background && region.labels.contains($0.label)
    }.map(\.label)
  }

  /// The file that an error is about: that of the role, else the liver's.
  private func path(of error: LiverVolumesError) -> String {
    switch error {
    case .emptyRole(let role, _, _), .backgroundInRole(let role, _):
      roles[role].map { paths[$0.volume] } ?? paths[0]
    default: paths[0]
    }
  }

  /// A file of one role may carry any one label. Several, of which the record's set for the role
  /// leaves some out, would measure something else than the record says.
  private func unstated(_ scans: AlignedScans) -> Refusal? {
    for role in LiverRole.allCases {
      guard let set = stated[role], let region = roles[role], region.labels == .everyLabel else {
        continue
      }
      let labels = scans.scans[region.volume].occurring
      guard labels.count > 1, let other = labels.first(where: { !set.contains($0) }) else {
        continue
      }
      return .file(
        Notice(
          code: "E-ROLE-LABELS",
          message:
            "the \(role.rawValue) file holds \(labels.count) labels, \(other) among them, and the "
            + "case says \(role.rawValue) is \(set); expected a file of one label, or of these",
          path: paths[region.volume]), isAbsence: false)
    }
    return nil
  }
}
