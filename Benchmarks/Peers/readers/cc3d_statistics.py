"""cc3d.statistics: a line a label: label, voxels, first corner and size of the box, centroid (voxels).

It answers for every number up to the largest label; those that no voxel carries are left out.
"""

import sys

import cc3d
import nibabel
import numpy

data = numpy.asanyarray(nibabel.load(sys.argv[1]).dataobj)
found = cc3d.statistics(data)
counts, boxes, centroids = found["voxel_counts"], found["bounding_boxes"], found["centroids"]
for label in numpy.flatnonzero(counts):
    box = boxes[label]
    corner = [side.start for side in box]
    size = [side.stop - side.start for side in box]
    print(label, counts[label], *corner, *size, *centroids[label])
