"""SimpleITK LabelOverlapMeasures on two files: a line for each of labels 1 to 11: label, Dice, Jaccard."""

import sys

import SimpleITK

reference, prediction = (SimpleITK.ReadImage(path) for path in sys.argv[1:])
measures = SimpleITK.LabelOverlapMeasuresImageFilter()
measures.Execute(prediction, reference)
for label in range(1, 12):
    dice, jaccard = measures.GetDiceCoefficient(label), measures.GetJaccardCoefficient(label)
    print(label, repr(dice), repr(jaccard))
