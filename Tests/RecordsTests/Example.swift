/// The example of the contract, word for word; every other test starts from it. A backslash joins
/// lines that are one in the record.
let example = """
  case: example-1
  decision: {date: 2026-03-10, question: stage-2}
  patient: {age_years: 61, sex: female, height_cm: 165, weight_kg: 62, weight_date: 2026-02-24}  \
   # dry weight before stage 1
  tumour: {entity: hcc}                         # hcc|icca|phcca|gbc|crlm|nelm|other|benign
  parenchyma: {background: normal, metavir: F1, steatosis_percent: 10, method: \
  histology-stage-1, date: 2026-03-02}
  procedures:                                   # in order
    - {kind: alpps, variant: classic, date: 2026-03-02}
  labels: {liver: [1,2,3,4,5,6,7,8], tumour: [9]}              # or {preset: couinaud}; a scan \
  may override
  plans:                                        # the first decides and is named; others are \
  shown beside it
    - {id: right-trisectionectomy, flr: [2,3], segment_1: resected, flr_minus: []}
  scans:
    - {date: 2026-02-24, timepoint: before-stage-1, segmentation: before.nii.gz}
    - {date: 2026-03-09, timepoint: after-stage-1, segmentation: after.nii.gz}     # or files: \
  {liver: …, tumour: …, flr: …}
    # a scan may instead give volumes_ml: {tlv: 1560, tumour: 200, flr: 480}
  laboratory:
    - {date: 2026-02-24, bilirubin: 12 umol/L, inr: 1.0, creatinine: 70 umol/L, albumin: 40 g/L, \
  sodium: 140 mmol/L}
    - {date: 2026-03-09, bilirubin: 20 umol/L, inr: 1.3, creatinine: 80 umol/L, upper_limits: \
  {bilirubin: 21 umol/L, inr: 1.2}}
  clinical:
    - {date: 2026-02-24, ascites: none, encephalopathy: none}
  interstage:
    complications: []                           # [] is "looked for, none"; a missing key is \
  unknown. Each: {kind, clavien_dindo, serious, date}
    infection: none                             # none|controlled|ongoing
    liver_failure_isgls: none                   # none|A|B|C, or computed from laboratory of day \
  5 or later with its upper limits
    flr_inflow_normal: yes
    flr_outflow_normal: yes
    flr_function_normal: yes
  uncertainty: {flr_cv_percent: 5, tlv_cv_percent: 2, plane_shift_mm: 0}     # these when \
  absent, and said to be assumed

  """

/// The same case as JSON: words in quotes, `yes` as true, numbers as numbers, indented by tabs.
let exampleJSON = """
  {
  \t"case": "example-1",
  \t"decision": {"date": "2026-03-10", "question": "stage-2"},
  \t"patient": {"age_years": 61, "sex": "female", "height_cm": 165.0, "weight_kg": 6.2e1,
  \t\t"weight_date": "2026-02-24"},
  \t"tumour": {"entity": "hcc"},
  \t"parenchyma": {"background": "normal", "metavir": "F1", "steatosis_percent": 10,
  \t\t"method": "histology-stage-1", "date": "2026-03-02"},
  \t"procedures": [{"kind": "alpps", "variant": "classic", "date": "2026-03-02"}],
  \t"labels":{"liver":[1,2,3,4,5,6,7,8],"tumour":[9]},
  \t"plans": [{"id": "right-trisectionectomy", "flr": [2, 3], "segment_1": "resected",
  \t\t"flr_minus": []}],
  \t"scans": [
  \t\t{"date": "2026-02-24", "timepoint": "before-stage-1", "segmentation": "before.nii.gz"},
  \t\t{"date": "2026-03-09", "timepoint": "after-stage-1", "segmentation": "after.nii.gz"}
  \t],
  \t"laboratory": [
  \t\t{"date": "2026-02-24", "bilirubin": "12 umol/L", "inr": 1.0, "creatinine": "70 umol\\/L",
  \t\t\t"albumin": "40 g/L", "sodium": "140 mmol/L", "platelets": null},
  \t\t{"date": "2026-03-09", "bilirubin": "20 umol/L", "inr": 1.3, "creatinine": "80 umol/L",
  \t\t\t"upper_limits": {"bilirubin": "21 umol/L", "inr": 1.2}}
  \t],
  \t"clinical": [{"date": "2026-02-24", "ascites": "none", "encephalopathy": "none"}],
  \t"interstage": {"complications": [], "infection": "none", "liver_failure_isgls": "none",
  \t\t"flr_inflow_normal": true, "flr_outflow_normal": true, "flr_function_normal": true},
  \t"uncertainty": {"flr_cv_percent": 5, "tlv_cv_percent": 2, "plane_shift_mm": 0}
  }
  """
