"""nibabel and np.bincount: a line a label: label, voxels. Flattened as it lies in memory, uncopied."""

import sys

import nibabel
import numpy

data = numpy.asanyarray(nibabel.load(sys.argv[1]).dataobj)
counts = numpy.bincount(data.ravel(order="K"))
for label in numpy.flatnonzero(counts):
    print(label, counts[label])
