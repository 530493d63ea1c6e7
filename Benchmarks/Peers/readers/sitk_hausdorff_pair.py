"""SimpleITK HausdorffDistance on two files: one line. Distances between all voxels, no surface."""

import sys

import SimpleITK

reference, prediction = (SimpleITK.ReadImage(path) for path in sys.argv[1:])
distance = SimpleITK.HausdorffDistanceImageFilter()
distance.Execute(reference, prediction)
print("hd_mm", repr(distance.GetHausdorffDistance()))
