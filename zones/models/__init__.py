"""Zones, what belongs to them, and how they lie to gateways and to each other."""

from zones.models.claim import Claim
from zones.models.nearby import CrossBorderZone, FacingZone, NearestGateway
from zones.models.related import Caution, Document, Offer, Photo, Tenant
from zones.models.zone import Zone

__all__ = [
    "Caution",
    "Claim",
    "CrossBorderZone",
    "Document",
    "FacingZone",
    "NearestGateway",
    "Offer",
    "Photo",
    "Tenant",
    "Zone",
]
