"""cc3d on two files: the components of label 2 that touch at a corner or nearer, and their voxels.

A line a file: how many there are, then their voxels, ascending.
"""

import sys

import cc3d
import nibabel
import numpy

for path in sys.argv[1:]:
    lesions = numpy.asanyarray(nibabel.load(path).dataobj) == 2
    components, count = cc3d.connected_components(lesions, connectivity=26, return_N=True)
    voxels = cc3d.statistics(components)["voxel_counts"][1:]
    print(count, *sorted(voxels.tolist()))
