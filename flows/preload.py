"""Imported by the fork server before it forks workers: the packaged reference data, loaded once and shared by all of them."""

import gc

import transforms.mining  # noqa: F401 - imported for the workers
from transforms.names.lexicon import lexicon_of
from transforms.reference import load_reference, read_spellings

gc.disable()  # nothing of what is loaded is garbage, and looking for some takes a fifth of the time
lexicon_of(load_reference())
read_spellings()
gc.enable()
gc.freeze()  # a collection in a worker would touch, and so copy, the shared pages
