"""What may be permitted in this module."""

from app.core.modules import Permission

SIZES_READ = "uniforms.read"
SIZES_WRITE = "uniforms.write"
LAUNDRY_WRITE = "uniforms.laundry"

PERMISSIONS = (
    Permission(SIZES_READ, "Read uniform sizes", ("operator", "hr", "hr_head", "branch"), own=("employee",)),
    Permission(SIZES_WRITE, "Record uniform sizes", ("operator", "hr", "branch")),
    Permission(LAUNDRY_WRITE, "Grant laundry allowances", ("operator", "hr_head")),
)
