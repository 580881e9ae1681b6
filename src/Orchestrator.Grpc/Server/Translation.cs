using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>HTTP headers as call metadata and back, and what else a request says of its sender.</summary>
internal static class Translation
{
    internal static Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (Names.IsProtocol(name))
                continue;
            foreach (var value in values)
                BinaryValues.Add(metadata, name, value ?? "");
        }
        return metadata;
    }

    internal static void Write(Metadata metadata, IHeaderDictionary headers)
    {
        foreach (var entry in metadata)
            headers.Append(entry.Key, BinaryValues.Text(entry));
    }

    internal static string Peer(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } address => $"ipv4:{address}:{connection.RemotePort}",
        { IsIPv4MappedToIPv6: true } address => $"ipv4:{address.MapToIPv4()}:{connection.RemotePort}",
        var address => $"ipv6:[{address}]:{connection.RemotePort}",
    };

    internal static AuthContext Auth(X509Certificate2? certificate)
    {
        const string CommonName = "x509_common_name";
        const string AlternativeName = "x509_subject_alternative_name";
        var properties = new Dictionary<string, List<AuthProperty>>(StringComparer.Ordinal);
        if (certificate is null)
            return new AuthContext(null, properties);

        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames())
            .Select(name => AuthProperty.Create(AlternativeName, Encoding.UTF8.GetBytes(name)))
            .ToList();
        if (names.Count > 0)
            properties[AlternativeName] = names;
        if (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } common)
            properties[CommonName] = [AuthProperty.Create(CommonName, Encoding.UTF8.GetBytes(common))];
        return new AuthContext(properties.Keys.FirstOrDefault(), properties);
    }
}
