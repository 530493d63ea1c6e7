"""What nibabel or SimpleITK makes of one file: the volume of every label but 0, in mm3.

Prints {"labels": {"1": 900.0}}. An exception of the library is a refusal and leaves with 3, lack of
memory with 4.
"""

import json
import sys


def nibabel_labels(path):
    """As nib-stats: voxels times the product of the zooms; numbers that are no integers rounded."""
    import nibabel
    import numpy

    image = nibabel.load(path)
    data = numpy.asanyarray(image.dataobj)
    if data.dtype.kind not in "iu":
        data = numpy.rint(data)
        if data.dtype.kind == "c":
            data = data.real
    values, counts = numpy.unique(data[data != 0], return_counts=True)
    zooms = [float(zoom) for zoom in image.header.get_zooms()[:3]]
    voxel = zooms[0] * zooms[1] * (zooms[2] if len(zooms) > 2 else 1.0)
    return {name(v): int(n) * voxel for v, n in zip(values.tolist(), counts.tolist())}


def sitk_labels(path):
    """LabelShapeStatistics; it takes integers only, so floating-point files are cast, as users do."""
    import SimpleITK as sitk

    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    image = sitk.ReadImage(path)
    if image.GetPixelID() in (sitk.sitkFloat32, sitk.sitkFloat64):
        image = sitk.Cast(image, sitk.sitkInt64)
    shapes = sitk.LabelShapeStatisticsImageFilter()
    shapes.Execute(image)
    return {name(label): shapes.GetPhysicalSize(label) for label in shapes.GetLabels()}


def name(value):
    """A label as text: without a fraction where it has none, `nan` and `inf` as they are."""
    return str(int(value)) if value == value and abs(value) != float("inf") else str(value)


def main():
    reader, path = sys.argv[1:]
    try:
        labels = {"nibabel": nibabel_labels, "SimpleITK": sitk_labels}[reader](path)
    except MemoryError:
        return 4
    except Exception as error:  # whatever a library throws is its refusal
        words = str(error)
        return 4 if "allocate" in words or "bad_alloc" in words else 3
    print(json.dumps({"labels": {key: repr(value) for key, value in labels.items()}}))
    return 0


sys.exit(main())
