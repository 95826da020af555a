package server

import (
	"context"

	"loket/server/access"
	"loket/server/api"
	"loket/server/device"
)

// ListDevices returns all devices.
func (s *Server) ListDevices(ctx context.Context, _ api.ListDevicesRequestObject) (api.ListDevicesResponseObject, error) {
	list, err := s.Devices.List(ctx)
	devices := api.ListDevices200JSONResponse{}
	for _, d := range list {
		devices = append(devices, s.device(d))
	}
	return devices, err
}

func (s *Server) device(d device.Device) api.Device {
	device := api.Device{
		ID: d.ID, Kind: api.DeviceKind(d.Kind), Name: d.Name, State: d.State, SeenAt: s.in(d.SeenAt), Revoked: known(d.Revoked),
	}
	if d.Details != nil {
		details := api.KioskDetails(*d.Details)
		device.Details = &details
	}
	return device
}

// PairDevice adds a device and tells its token once.
func (s *Server) PairDevice(ctx context.Context, r api.PairDeviceRequestObject) (api.PairDeviceResponseObject, error) {
	d, token, err := s.Devices.Pair(ctx, principal(ctx).Actor(), access.Role(r.Body.Kind), r.Body.Name)
	return api.PairDevice201JSONResponse{Device: s.device(d), Token: token}, err
}

// RevokeDevice takes a device's token away.
func (s *Server) RevokeDevice(ctx context.Context, r api.RevokeDeviceRequestObject) (api.RevokeDeviceResponseObject, error) {
	defer s.revoked()
	return api.RevokeDevice204Response{}, s.Devices.Revoke(ctx, principal(ctx).Actor(), r.Device)
}

// ReportHealth notes how the calling device is.
func (s *Server) ReportHealth(ctx context.Context, r api.ReportHealthRequestObject) (api.ReportHealthResponseObject, error) {
	if err := required("state", r.Body.State); err != nil {
		return nil, err
	}
	var details *device.Details
	if r.Body.Details != nil {
		said := device.Details(*r.Body.Details)
		details = &said
	}
	return api.ReportHealth204Response{}, s.Devices.Report(ctx, principal(ctx).ID, r.Body.State, details)
}
