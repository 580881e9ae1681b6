using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace Grpc.Reflection;

/// <summary>The services a server maps, and the files and symbols that describe them; gathered when first asked for.</summary>
internal sealed class DescriptorCatalog(EndpointDataSource endpoints)
{
    private readonly Lazy<Contents> _contents = new(() => Contents.Of(endpoints));

    internal IReadOnlyList<string> ServiceNames => _contents.Value.ServiceNames;

    internal FileDescriptor? FileNamed(string name) => _contents.Value.Files.GetValueOrDefault(name);

    /// <summary>The file that defines a service, method, message, field, enum or enum value, by its full name.</summary>
    internal FileDescriptor? FileOf(string symbol) => _contents.Value.Symbols.GetValueOrDefault(symbol);

    private sealed record Contents(
        IReadOnlyList<string> ServiceNames, Dictionary<string, FileDescriptor> Files, Dictionary<string, FileDescriptor> Symbols)
    {
        internal static Contents Of(EndpointDataSource endpoints)
        {
            var services = endpoints.Endpoints
                .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
                .OfType<Type>()
                .Distinct()
                .Select(DescriptorOf)
                .OfType<ServiceDescriptor>()
                .ToList();
            var contents = new Contents(
                [.. services.Select(service => service.FullName).Distinct().Order(StringComparer.Ordinal)],
                new(StringComparer.Ordinal), new(StringComparer.Ordinal));
            foreach (var service in services)
                contents.Add(service.File);
            return contents;
        }

        /// <summary>Generated code keeps a service's descriptor beside its <c>BindService</c>.</summary>
        private static ServiceDescriptor? DescriptorOf(Type service) =>
            service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
                .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as ServiceDescriptor;

        private void Add(FileDescriptor file)
        {
            if (!Files.TryAdd(file.Name, file))
                return;
            foreach (var imported in file.Dependencies)
                Add(imported);
            foreach (var service in file.Services)
            {
                Symbols[service.FullName] = file;
                foreach (var method in service.Methods)
                    Symbols[method.FullName] = file;
            }
            foreach (var type in file.MessageTypes)
                Add(type, file);
            foreach (var type in file.EnumTypes)
                Add(type, file);
        }

        private void Add(MessageDescriptor message, FileDescriptor file)
        {
            Symbols[message.FullName] = file;
            foreach (var field in message.Fields.InDeclarationOrder())
                Symbols[field.FullName] = file;
            foreach (var nested in message.NestedTypes)
                Add(nested, file);
            foreach (var nested in message.EnumTypes)
                Add(nested, file);
        }

        private void Add(EnumDescriptor type, FileDescriptor file)
        {
            Symbols[type.FullName] = file;
            foreach (var value in type.Values)
                Symbols[value.FullName] = file;
        }
    }
}
