"""nibabel and np.unique on voxels flattened as they lie in memory: a line a label: label, voxels."""

import sys

import nibabel
import numpy

data = numpy.asanyarray(nibabel.load(sys.argv[1]).dataobj)
for label, count in zip(*numpy.unique(data.ravel(order="K"), return_counts=True)):
    print(int(label), count)
