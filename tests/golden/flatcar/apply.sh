butane --strict --files-dir . machine.bu >machine.ign
