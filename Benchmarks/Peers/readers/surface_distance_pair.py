"""surface-distance on two files, label 1: Dice, HD95, ASSD and NSD at 1 mm, a line each.

HD95 and ASSD of the pair are the larger of the two directions and the mean weighted by area, as
the package's own scripts and the challenges that use it take them.
"""

import sys

import nibabel
import numpy
import surface_distance

images = [nibabel.load(path) for path in sys.argv[1:]]
masks = [numpy.asanyarray(image.dataobj) == 1 for image in images]
spacing = [float(step) for step in images[0].header.get_zooms()]
found = surface_distance.compute_surface_distances(*masks, spacing)
print("dice", repr(float(surface_distance.compute_dice_coefficient(*masks))))
print("hd95_mm", repr(float(surface_distance.compute_robust_hausdorff(found, 95))))
sides = ("gt_to_pred", "pred_to_gt")
areas = [found[f"surfel_areas_{side}"].sum() for side in ("gt", "pred")]
means = surface_distance.compute_average_surface_distance(found)
total = sum(mean * area for mean, area in zip(means, areas))
print("assd_mm", repr(float(total / sum(areas))))
print("nsd", repr(float(surface_distance.compute_surface_dice_at_tolerance(found, 1.0))))
