"""Drawing by lot that anybody can redo: units for visits without notice, and samples of files."""
