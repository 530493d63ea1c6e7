"""SimpleITK: a line a label: label, voxels, first corner and size of the box, centroid (LPS mm).

Perimeters are switched off: nobody else computes them, and they cost time.
"""

import sys

import SimpleITK

image = SimpleITK.ReadImage(sys.argv[1])
shapes = SimpleITK.LabelShapeStatisticsImageFilter()
shapes.ComputePerimeterOff()
shapes.Execute(image)
for label in shapes.GetLabels():
    print(
        label,
        shapes.GetNumberOfPixels(label),
        *shapes.GetBoundingBox(label),
        *shapes.GetCentroid(label),
    )
